using Debate;
using Debate.Argumentation.Competition;

return new SolveTool(new(Read, Console.OpenStandardOutput(), line => Console.Error.WriteLine(line), After)).Run(args);

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
