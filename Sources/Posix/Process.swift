import CPosix

/// This process as the kernel sees it.
package enum Process {
  /// Cores that it may run on; at least 1.
  package static var availableCores: Int { Int(cposix_available_cores()) }

  /// Lines appear at once also when the standard output is a file or a pipe.
  package static func bufferOutputByLine() { cposix_buffer_output_by_line() }

  /// Memory that was freed goes back to the system. Takes milliseconds.
  package static func giveBackMemory() { cposix_trim_memory() }

  /// Lets it have `count` open files, or as many as it may; returns how many. Programs that it starts
  /// inherit that.
  package static func raiseOpenFiles(to count: Int) -> Int {
    Int(cposix_raise_open_files(count))
  }
}
