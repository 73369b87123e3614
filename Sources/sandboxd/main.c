// The sandbox daemon; everything is in Sources/CSandbox, starting with daemon.c.
#include "CSandbox.h"

int main(int count, char **arguments) { return sandboxd_main(count, arguments); }
