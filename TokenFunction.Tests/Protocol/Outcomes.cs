using TokenIssuer.Protocol;

namespace TokenFunction.Tests.Protocol;

internal static class Outcomes
{
    /// <summary>The value; fails on a refusal.</summary>
    public static T Value<T>(this Outcome<T> outcome)
        where T : notnull
    {
        Assert.True(outcome.Try(out var value, out var error), error?.Reason);
        return value!;
    }

    /// <summary>The private reason of the refusal, or null.</summary>
    public static string? Reason<T>(this Outcome<T> outcome)
        where T : notnull => outcome.Try(out _, out var error) ? null : error.Reason;
}
