using System.Globalization;
using Azure;
using Azure.Identity;
using TokenIssuer.Keys;

namespace TokenFunction.KeyVault;

/// <summary>What the vault's client throws, as the one fault of <see cref="ITokenSigner"/>.</summary>
/// <param name="key">The key as messages name it, vault included.</param>
internal sealed class VaultFaults(string key)
{
    /// <summary>
    /// Runs <paramref name="work"/>. Whatever it throws means that the key cannot be used now, an identity that cannot be
    /// had included, unless the caller gave up.
    /// </summary>
    public async Task<T> TranslateAsync<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is not SignerUnavailableException && !(e is OperationCanceledException && cancel.IsCancellationRequested))
        {
            var failed = e as RequestFailedException;
            var retryAfter = failed?.GetRawResponse() is { } answer ? RetryAfter(answer) : null;
            throw new SignerUnavailableException($"{key} {Reason(e, failed)}", e, retryAfter);
        }
    }

    /// <summary>When the vault asks to be left alone (RFC 9110 §10.2.3), in seconds.</summary>
    public static TimeSpan? RetryAfter(Response answer) =>
        answer.Headers.TryGetValue("Retry-After", out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static string Reason(Exception e, RequestFailedException? failed) => failed switch
    {
        { Status: 401 or 403 } => $"refused ({failed.ErrorCode}): it is disabled, or the app's identity may not read and sign with it.",
        { Status: 404 } => "does not exist: see KeyVault:VaultUri and KeyVault:KeyName.",
        { Status: 429 } => "is throttled: the vault signs no faster.",
        { Status: > 0 } => $"answered {failed.Status} {failed.ErrorCode}.",
        _ when e is AuthenticationFailedException => $"cannot be asked, because there is no identity token: {e.Message}",
        // After several tries, what the last one met.
        _ => $"cannot be reached: {((e as AggregateException)?.InnerExceptions[^1] ?? e).GetBaseException().Message}",
    };
}
