using System.Globalization;

namespace TokenIssuer.Cli.Input;

/// <summary>A length of time as it is typed: a whole number and a unit, such as <c>90s</c>, <c>30m</c>, <c>12h</c>, <c>7d</c>.</summary>
internal static class Duration
{
    /// <summary>The accepted form, for messages.</summary>
    public const string Form = "a whole number with s, m, h or d, such as 90s, 30m, 12h or 7d";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>Null when the text is none, or more than a hundred years.</summary>
    public static TimeSpan? Read(string text)
    {
        if (text.Length < 2 || !long.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return null;
        var seconds = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 };
        return seconds > 0 && count <= Longest.TotalSeconds / seconds ? TimeSpan.FromSeconds(count * seconds) : null;
    }

    /// <summary>Throws <see cref="UsageException"/> that names the option.</summary>
    public static TimeSpan Require(string option, string text) =>
        Read(text) ?? throw new UsageException($"{option} is '{text}': it must be {Form}.");
}
