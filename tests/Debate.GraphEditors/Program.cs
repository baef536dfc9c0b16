using System.Globalization;
using Debate.GraphEditors;

int Number(int at) => int.Parse(args[at], CultureInfo.InvariantCulture);
switch (args)
{
    case ["edit", var place, _, _, _]:
        return await Editors.RunAsync(place, connections: Number(2), editors: Number(3), changes: Number(4));
    case ["check", var place, _, _]:
        return await Check.RunAsync(place, editors: Number(2), changes: Number(3));
    case ["hard", var place, _, _, _]:
        return await HardInstance.RunAsync(place, holes: Number(2), small: Number(3), cancels: Number(4));
    default:
        Console.Error.WriteLine("usage: edit PLACE CONNECTIONS EDITORS CHANGES | check PLACE EDITORS CHANGES | hard PLACE HOLES SMALL CANCELS");
        return 2;
}
