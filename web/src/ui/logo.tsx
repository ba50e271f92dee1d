import styles from "./logo.module.css";

export function Logo({ size }: { size: number }) {
  return (
    <svg className={styles.logo} width={size} height={size} viewBox="0 0 48 48" aria-hidden>
      <path d="M12 4h24a10 10 0 0 1 10 10v13a10 10 0 0 1-10 10H22l-10 8v-8a10 10 0 0 1-10-10V14A10 10 0 0 1 12 4z" />
      <g className={styles.dots}>
        <circle cx="15" cy="20.5" r="3" />
        <circle cx="24" cy="20.5" r="3" />
        <circle cx="33" cy="20.5" r="3" />
      </g>
    </svg>
  );
}
