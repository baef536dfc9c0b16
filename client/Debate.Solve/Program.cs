using Debate;
using Debate.Argumentation.Competition;
using Microsoft.Win32.SafeHandles;

// The bare file descriptor: Console would set up a terminal and a thread for its signals first, which takes longer than an easy answer.
using var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
var code = new SolveTool(new(Read, output, line => Console.Error.WriteLine(line), After)).Run(args);
// Asking for the handle moves the offset of a file that the next program may go on writing.
_ = output.SafeFileHandle;
return code;

static byte[] Read(string file)
{
    try
    {
        return File.ReadAllBytes(file);
    }
    catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
    {
        throw new InputException($"{file}: the file cannot be read: {trouble.Message}", trouble);
    }
}

static CancellationToken After(TimeSpan time) => new CancellationTokenSource(time).Token;
