using Debate;
using Debate.Argumentation.Competition;
using Debate.Core.Input;
using Debate.Solve;

using var output = new StandardOutput();
return new SolveTool(new(Read, output.Stream, output.WriteErrorLine, After)).Run(args);

static byte[] Read(string file)
{
    try
    {
        return File.ReadAllBytes(file);
    }
    catch (Exception error) when (error is IOException or UnauthorizedAccessException)
    {
        throw new InputException($"{file}: the file cannot be read: {error.Message}", error);
    }
}

static CancellationToken After(TimeSpan time) => new CancellationTokenSource(time).Token;
