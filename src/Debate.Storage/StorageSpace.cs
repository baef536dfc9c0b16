namespace Debate.Storage;

/// <summary>There is no space for what was to be written: the disk is full, or Redis's memory is. Nothing was written.</summary>
/// <param name="message">One line that names the place.</param>
/// <param name="inner">The exception below; null for none.</param>
public sealed class StorageFullException(string message, Exception? inner = null) : IOException(message, inner);
