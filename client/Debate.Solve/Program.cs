using Debate;
using Debate.Argumentation.Competition;
using Debate.Solve;

using var output = new StandardOutput();
return new SolveTool(new(Read, output.Stream, output.Note, After)).Run(args);

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
