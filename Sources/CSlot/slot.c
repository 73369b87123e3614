// The dynamic library of the slot's side (run.c and what it calls), for the zygote to load with
// ctypes.PyDLL. All of it is in CSandbox; this target only exists because a product that is linked
// without the Swift start-up files needs linker settings of its own.
#include "CSlot.h"
