import Commands
import Glibc

exit(PublishProgram.program.run())
