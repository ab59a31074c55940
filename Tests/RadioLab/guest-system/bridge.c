// Joins a virtual Bluetooth controller of this kernel to a serial port, behind which the host plays the controller's part.
//
//   bridge PORT    until the port or the controller ends
//
// The kernel takes and gives one packet for each call; the port is a stream of bytes. So one direction only copies, and the other
// finds the packets' ends. The controller is there for as long as this program runs.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Packet types of the UART transport. Core Specification 5.4, Vol 4, Part A, 2.
enum { command = 1, acl = 2, synchronous = 3, event = 4, isochronous = 5, vendor = 0xFF };

// A type, and the largest body that a 16-bit length can tell.
enum { largest_packet = 1 + 4 + 65535 };

struct stream {
  uint8_t bytes[2 * largest_packet];
  size_t count;
};

static void fail(const char *doing) {
  fprintf(stderr, "bridge: %s: %s\n", doing, strerror(errno));
  exit(1);
}

static void write_all(int descriptor, const uint8_t *bytes, size_t count, const char *doing) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0) fail(doing);
    bytes += written;
    count -= (size_t)written;
  }
}

// How long the packet at the start of `bytes` is; 0 while its length has not arrived.
static size_t packet_length(const uint8_t *bytes, size_t count) {
  if (count == 0) return 0;
  switch (bytes[0]) {
    case event:
      return count < 3 ? 0 : 3 + (size_t)bytes[2];
    case command:
    case synchronous:
      return count < 4 ? 0 : 4 + (size_t)bytes[3];
    case acl:
      return count < 5 ? 0 : 5 + (size_t)(bytes[3] | bytes[4] << 8);
    case isochronous:
      // The two upper bits are reserved. Core Specification 5.4, Vol 4, Part E, 5.4.5.
      return count < 5 ? 0 : 5 + (size_t)(bytes[3] | (bytes[4] & 0x3F) << 8);
    default:
      fprintf(stderr, "bridge: a packet of type %u\n", bytes[0]);
      exit(1);
  }
}

static void to_controller(int controller, struct stream *stream) {
  size_t start = 0;
  for (;;) {
    size_t length = packet_length(stream->bytes + start, stream->count - start);
    if (length == 0 || length > stream->count - start) break;
    write_all(controller, stream->bytes + start, length, "writing to the controller");
    start += length;
  }
  stream->count -= start;
  memmove(stream->bytes, stream->bytes + start, stream->count);
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: bridge PORT\n");
    return 64;
  }
  int port = open(argv[1], O_RDWR);
  if (port < 0) fail(argv[1]);
  int controller = open("/dev/vhci", O_RDWR);
  if (controller < 0) fail("/dev/vhci");
  // Without this the kernel waits a second before it makes the controller.
  static const uint8_t make_controller[] = {vendor, 0};
  write_all(controller, make_controller, sizeof make_controller, "making the controller");

  static struct stream from_port;
  static uint8_t packet[largest_packet];
  struct pollfd watched[] = {{.fd = port, .events = POLLIN}, {.fd = controller, .events = POLLIN}};
  for (;;) {
    if (poll(watched, 2, -1) < 0) fail("waiting");
    if (watched[0].revents) {
      ssize_t count =
          read(port, from_port.bytes + from_port.count, sizeof from_port.bytes - from_port.count);
      if (count < 0) fail("reading the port");
      if (count == 0) return 0;  // the host has closed its end
      from_port.count += (size_t)count;
      to_controller(controller, &from_port);
    }
    if (watched[1].revents) {
      ssize_t count = read(controller, packet, sizeof packet);
      if (count < 0) fail("reading the controller");
      // The answer to the making of the controller is no packet for the host.
      if (count > 0 && packet[0] != vendor) write_all(port, packet, (size_t)count, "writing to the port");
    }
  }
}
