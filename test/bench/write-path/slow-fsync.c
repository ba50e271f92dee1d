/* Makes every fsync take at least NATTER_FSYNC_US microseconds longer: LD_PRELOAD=slow-fsync.so */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void delay(void) {
  const char *text = getenv("NATTER_FSYNC_US");
  if (text) usleep(atoi(text));
}

int fsync(int fd) {
  delay();
  return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd);
}

int fdatasync(int fd) {
  delay();
  return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd);
}
