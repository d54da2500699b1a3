using Spectre.Console;
using TokenIssuer.Cli.Output;

namespace TokenIssuer.Cli.Input;

/// <summary>Something secret: from a variable, a question or standard input, never the command line, which other users and the shell's history see.</summary>
internal static class HiddenInput
{
    /// <summary>Throws <see cref="UsageException"/> when there is none.</summary>
    /// <param name="what">What is asked for, such as <c>client secret</c>.</param>
    /// <param name="variable">The environment variable that may hold it.</param>
    /// <param name="cancel">Ends the question.</param>
    public static async Task<string> ReadAsync(string what, string variable, CancellationToken cancel)
    {
        var text = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(text))
        {
            text = Terminal.CanAsk
                ? await new TextPrompt<string>($"The {what}:").Secret(null).ShowAsync(Terminal.Error, cancel)
                : StandardStreams.IsOpen(StandardStreams.Input) ? await Console.In.ReadLineAsync(cancel) : null;
        }

        return text?.Trim() is { Length: > 0 } given ? given : throw new UsageException($"There is no {what}: set {variable}, or write it to standard input.");
    }
}
