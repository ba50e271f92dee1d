/** Words that are a password with nothing but digits and signs around them. Lower case. */
export const commonWords = words(`
  password passwort passw passwd pass motdepasse contrasena senha parola heslo wachtwoord
  welcome willkommen letmein login logmein access admin administrator root user guest test testing temp temppass
  secret changeme default master server natter chat company internet computer service support samsung google facebook
  qwerty qwertz azerty qwertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qweasd qweasdzxc qwe asd zxc abc abcd abcdef
  iloveyou ilove loveyou love lovely loveme sunshine princess prince princesa flower butterfly angel angels babygirl baby
  football baseball basketball soccer hockey liverpool chelsea arsenal barcelona juventus realmadrid yankees lakers
  superman batman spiderman pokemon pikachu naruto starwars matrix minecraft killer hunter ranger warrior ninja
  dragon monkey tiger panther eagle falcon phoenix shadow master mustang ferrari porsche mercedes harley corvette
  michael jordan michelle jessica jennifer charlie thomas daniel anthony nicole ashley joshua andrew matthew robert
  william amanda alexander elizabeth hannah samantha patrick maverick buster pepper ginger cookie chocolate cheese
  freedom trustno whatever nothing forever success summer winter spring autumn january february march april june july
  august september october november december monday tuesday wednesday thursday friday saturday sunday
  orange banana purple yellow silver golden diamond crystal heaven jesus blessed rockyou metallica nirvana slipknot
  fuckyou fuckoff asshole bullshit pussy biteme money hello helloworld happy smile friends family chicken
`);

/** Commonest passwords of eight characters or more that no rule about words, repetitions or runs finds. Lower case. */
export const commonPasswords = words(`
  1qaz@wsx 1qazxsw2 zaq12wsx zaq!2wsx a1b2c3d4 a1s2d3f4 1a2b3c4d aa123456 aa12345678 qwer1234 zxcv1234 12qwaszx
  qwaszx12 123456789a 12345678a a12345678 a123456789 q12345678 z12345678 87654321a 11223344 1122334455 112233445566
  12344321 123454321 1234554321 123456654321 147258369 147852369 159357456 159753456 741852963 789456123 963852741
  987456321 321654987 111222333 111222tianya 123321123 12341234a 00001111 11110000 31415926 314159265 27182818
  13579246 1357924680 24681357 2468101214 woaini1314 5201314520 1314520520 woaini520 zhang123 li123456 wang1234
  ncc1701d thx1138a rush2112 4815162342 correcthorse drowssap 0987654321a cjkysirj yfnfif123 gfhjkm123 ghbdtnbr
  blink182 liverpoolfc manchester manunited michaeljordan newyork1 california london2012 jamesbond jamesbond007
  bond007007 lovers12 myspace1 linkedin1 nevermind godisgood jesuschrist jesusislord godislove iloveu123 mylove123
  babygurl1 hellokitty qwertyasdf asdfqwer qweasdzx 1qw23er4 qwert123 adminadmin rootpass testpass userpass guestguest
  loginlogin masterkey supersecret topsecret mypassword thepassword yourpassword newpassword oldpassword nopassword
  passwordpassword pass@word india@123
`);

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
