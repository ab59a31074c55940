import Commands
import Glibc

exit(LanyardProgram.program.run())
