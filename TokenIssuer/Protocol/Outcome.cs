using System.Diagnostics.CodeAnalysis;

namespace TokenIssuer.Protocol;

/// <summary>What a step of a request comes to: a value, or the refusal that ends the request.</summary>
internal readonly struct Outcome<T>
    where T : notnull
{
    private readonly T? value;
    private readonly OAuthError? error;

    private Outcome(T? value, OAuthError? error)
    {
        this.value = value;
        this.error = error;
    }

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(OAuthError error) => new(default, error);

    /// <summary>True with the value, false with the refusal.</summary>
    public bool Try([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out OAuthError? error)
    {
        value = this.value;
        error = this.error;
        return error is null;
    }
}
