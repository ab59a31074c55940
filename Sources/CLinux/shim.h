#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

/* The Glibc module does not declare accept4 without _GNU_SOURCE. */
extern int accept4(int, struct sockaddr *__restrict, socklen_t *__restrict, int);
