using Spectre.Console;

namespace TokenIssuer.Cli.Output;

/// <summary>Tables to standard output; questions and progress to standard error, so that output can be piped.</summary>
internal static class Terminal
{
    /// <summary>Where there is no terminal nothing is wrapped: lines are for grep.</summary>
    private const int Unwrapped = 2_000;

    private static readonly Lazy<IAnsiConsole> Tables = new(() =>
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected) console.Profile.Width = Unwrapped;
        return console;
    });

    private static readonly Lazy<IAnsiConsole> Progress = new(() =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }));

    /// <summary>Questions and progress.</summary>
    public static IAnsiConsole Error => Progress.Value;

    /// <summary>Whether there is somebody to ask.</summary>
    public static bool CanAsk => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    public static Table Table(params ReadOnlySpan<string> headings)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var heading in headings) table.AddColumn(new TableColumn(new Text(heading.ToUpperInvariant(), new Style(decoration: Decoration.Dim))).PadLeft(0).PadRight(2).NoWrap());
        return table;
    }

    public static void Row(this Table table, params ReadOnlySpan<string?> cells) =>
        table.AddRow(cells.ToArray().Select(cell => new Text(Plain(cell))));

    public static void Write(Table table) => Tables.Value.Write(table);

    /// <summary>Runs something long, with a line on a terminal that says how far it is.</summary>
    public static Task<T> WatchAsync<T>(string what, Func<Action<string>, Task<T>> work) => Console.IsErrorRedirected
        ? work(_ => { })
        : Error.Status().StartAsync(what, status => work(text => status.Status(Markup.Escape(text))));

    /// <summary>Text from the store without control characters: it must not command a terminal.</summary>
    public static string Plain(string? text) =>
        text is null ? "" : text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;
}
