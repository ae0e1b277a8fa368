import Foundation

/// The one door through which files are opened for reading. It opens regular files and nothing else: a
/// reader of a named pipe, a terminal or a device might wait for ever, or never come to an end.
public enum InputFile {
  /// What a file may hold at most where nothing else is said.
  public static let largest = 1 << 30

  /// The whole content of a file.
  /// - Parameters:
  ///   - path: what errors call the file; its path unless another is given.
  ///   - limit: the most bytes that are read.
  /// - Throws: `Fault` where the file is missing, is not a regular file, or cannot be read.
  public static func data(
    at url: URL, called path: String? = nil, atMost limit: Int = largest
  ) throws -> Data {
    let place = path ?? url.path
    let (file, size) = try descriptor(url, place)
    defer { close(file) }
    guard size <= limit else { throw tooLarge(place, limit, found: "\(size)") }
    return try content(of: file, expecting: size, atMost: limit, at: place)
  }

  /// The whole content of a text file.
  /// - Throws: `Fault` as `data` does, and where the bytes are not UTF-8.
  public static func text(at url: URL, called path: String? = nil) throws -> String {
    let bytes = try data(at: url, called: path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Fault("the file is not UTF-8", at: path ?? url.path)
    }
    return text
  }

  /// A file that is to be read in pieces.
  /// - Throws: `Fault` where the file is missing, is not a regular file, or cannot be opened.
  public static func open(_ url: URL, called path: String? = nil) throws -> FileHandle {
    let (file, _) = try descriptor(url, path ?? url.path)
    return FileHandle(fileDescriptor: file, closeOnDealloc: true)
  }

  /// Makes sure that a file can be opened without waiting, for readers that open files themselves.
  /// - Throws: `Fault` where the file is missing, or is not a regular file.
  public static func check(_ url: URL, called path: String? = nil) throws {
    var info = stat()
    let place = path ?? url.path
    guard stat(url.path, &info) == 0 else { throw systemFault(place) }
    guard isRegular(info) else { throw notRegular(info, place) }
  }

  /// An open file and its size. The kind is asked twice: before, since opening a pipe would wake who
  /// writes to it, and after, since another file may have taken the name.
  private static func descriptor(_ url: URL, _ place: String) throws -> (file: Int32, size: Int) {
    try check(url, called: place)
    let file = Foundation.open(url.path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard file >= 0 else { throw systemFault(place) }
    var info = stat()
    guard fstat(file, &info) == 0, isRegular(info) else {
      close(file)
      throw notRegular(info, place)
    }
    return (file, Int(info.st_size))
  }

  /// Reads to the end: the system's own files, as those in `/proc`, have no size.
  private static func content(
    of file: Int32, expecting size: Int, atMost limit: Int, at place: String
  ) throws -> Data {
    var data = Data(capacity: size)
    var piece = [UInt8](repeating: 0, count: min(max(size + 1, 4096), 1 << 20))
    while true {
      let count = piece.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw systemFault(place) }
      guard count > 0 else { return data }
      data.append(contentsOf: piece[..<count])
      guard data.count <= limit else { throw tooLarge(place, limit, found: "more than that") }
    }
  }
}

extension InputFile {
  private static func isRegular(_ info: stat) -> Bool { info.st_mode & S_IFMT == S_IFREG }

  private static func kind(_ info: stat) -> String {
    switch info.st_mode & S_IFMT {
    case S_IFIFO: "a named pipe"
    case S_IFDIR: "a folder"
    case S_IFSOCK: "a socket"
    case S_IFCHR, S_IFBLK: "a device"
    default: "something else"
    }
  }

  private static func notRegular(_ info: stat, _ place: String) -> Fault {
    Fault(
      "this is not a file that can be read", at: place, expected: "a regular file",
      found: kind(info), hint: "write the content to a file and name that")
  }

  private static func systemFault(_ place: String) -> Fault {
    let code = errno
    return Fault(
      code == ENOENT ? "the file is missing" : "the file cannot be opened", at: place,
      expected: "a regular file", found: String(cString: strerror(code)),
      hint: code == EACCES ? "check its permissions" : nil)
  }

  private static func tooLarge(_ place: String, _ limit: Int, found: String) -> Fault {
    Fault("the file is too large", at: place, expected: "\(limit) bytes at most", found: found)
  }
}
