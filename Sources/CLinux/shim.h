/* What the Glibc module leaves out: epoll, eventfd, signalfd, and calls that hide behind _GNU_SOURCE, which this module
   must not define: its view of the shared headers has to be the same as Glibc's. */
#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* accept4(2) */
extern int accept4(int, struct sockaddr *__restrict, socklen_t *__restrict, int);

/* pthread_setname_np(3) for the calling thread. */
extern int pthread_setname_np(unsigned long, const char *);

/* Pins the calling thread to one core; CPU_SET is a macro that Swift cannot call. Returns 0 or an error number. */
static inline int lanyard_pin_this_thread(int core) {
  unsigned long mask[16] = {0};
  const int bits = 8 * sizeof(unsigned long);
  if (core < 0 || core >= 16 * bits) return EINVAL;
  mask[core / bits] |= 1UL << (core % bits);
  return syscall(SYS_sched_setaffinity, 0, sizeof(mask), mask) < 0 ? errno : 0;
}

/* Fills the mask with the cores that the calling thread may run on; CPU_COUNT is a macro. Returns the bytes filled, or -1. */
static inline long lanyard_usable_cores(unsigned long *mask, unsigned long size) {
  return syscall(SYS_sched_getaffinity, 0, size, mask);
}

/* The resource argument is an enum or an int, depending on the language; Swift sees this instead. */
static inline int lanyard_file_limit(struct rlimit *limit, int set) {
  return set ? setrlimit(RLIMIT_NOFILE, limit) : getrlimit(RLIMIT_NOFILE, limit);
}

/* pidfd_open(2), which Glibc declares in a header of its own since 2.36: a descriptor that is readable when the process has ended. */
static inline int lanyard_process_descriptor(int process) {
  return (int)syscall(SYS_pidfd_open, process, 0);
}

/* memfd_create(2) with MFD_CLOEXEC and MFD_ALLOW_SEALING. */
static inline int lanyard_memory_file(const char *name) {
  return (int)syscall(SYS_memfd_create, name, 0x1U | 0x2U);
}

/* fcntl(2) with F_ADD_SEALS: nobody can shrink, grow or write the file from now on, nor take that back. */
static inline int lanyard_seal(int descriptor) {
  return (int)syscall(SYS_fcntl, descriptor, 1033, 0x1 | 0x2 | 0x4 | 0x8);
}
