using Spectre.Console;

namespace TokenIssuer.Cli.Output;

/// <summary>Questions and progress, to standard error, so that output can be piped.</summary>
internal static class Terminal
{
    private static readonly Lazy<IAnsiConsole> Progress = new(() =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }));

    /// <summary>Questions and progress.</summary>
    public static IAnsiConsole Error => Progress.Value;

    /// <summary>Whether there is somebody to ask.</summary>
    public static bool CanAsk => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    /// <summary>Runs something long, with a line on a terminal that says how far it is.</summary>
    public static Task<T> WatchAsync<T>(string what, Func<Action<string>, Task<T>> work) => Console.IsErrorRedirected
        ? work(_ => { })
        : Error.Status().StartAsync(what, status => work(text => status.Status(Markup.Escape(text))));

    /// <summary>The same of every line: a message may repeat what a file or a server said.</summary>
    public static string PlainLines(string text) => string.Join(Environment.NewLine, text.ReplaceLineEndings("\n").Split('\n').Select(Plain));

    /// <summary>Text from the store without control characters: it must not command a terminal.</summary>
    public static string Plain(string? text) =>
        text is null ? "" : text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;
}
