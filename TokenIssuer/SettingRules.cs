using Microsoft.Extensions.Options;
using TokenIssuer.Clients;
using TokenIssuer.Keys;
using TokenIssuer.Secrets;
using TokenIssuer.Storage;
using TokenIssuer.Tokens;

namespace TokenIssuer;

/// <summary>Every rule the settings must keep, checked before the host starts; each message names its setting.</summary>
internal sealed class SettingRules
    : IValidateOptions<TokenOptions>, IValidateOptions<ClientOptions>, IValidateOptions<GuardOptions>, IValidateOptions<KeyOptions>, IValidateOptions<SecretOptions>, IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, TokenOptions options) => Check(
        (!string.IsNullOrEmpty(options.Issuer), "Token:Issuer is missing: set it to the https origin that callers use, such as https://tokens.example.com."),
        (string.IsNullOrEmpty(options.Issuer) || IsOrigin(options.Issuer), $"Token:Issuer is '{options.Issuer}': it must be an https origin in lower case without path, query or trailing slash (http on loopback only)."),
        (options.DefaultAudience is null || Audience.IsTarget(options.DefaultAudience), $"Token:DefaultAudience is '{options.DefaultAudience}': it must be an absolute URI without a fragment."),
        (options.Lifetime >= TokenOptions.ShortestLifetime && options.Lifetime <= TokenOptions.LongestLifetime, $"Token:Lifetime is {options.Lifetime}: it must be from 00:01:00 to 1.00:00:00."));

    public ValidateOptionsResult Validate(string? name, ClientOptions options) => Check(
        (options.YesFreshness > TimeSpan.Zero, $"Clients:YesFreshness is {options.YesFreshness}: it must be more than 0."),
        (options.NoFreshness >= TimeSpan.Zero && options.NoFreshness <= options.YesFreshness, $"Clients:NoFreshness is {options.NoFreshness}: it must be from 0 to Clients:YesFreshness."),
        (options.StaleIfError >= TimeSpan.Zero, $"Clients:StaleIfError is {options.StaleIfError}: it must not be negative; 0 turns it off."),
        (options.CacheSize > 0, $"Clients:CacheSize is {options.CacheSize}: it must be at least 1."),
        (options.UnknownCacheSize > 0, $"Clients:UnknownCacheSize is {options.UnknownCacheSize}: it must be at least 1."),
        (options.ForwardedHops is >= 0 and <= 10, $"Clients:ForwardedHops is {options.ForwardedHops}: it must be from 0 to 10."));

    public ValidateOptionsResult Validate(string? name, GuardOptions options) => Check(
        (options.FailuresPerClient > 0, $"Guard:FailuresPerClient is {options.FailuresPerClient}: it must be at least 1."),
        (options.FailuresPerNetwork >= options.FailuresPerClient, $"Guard:FailuresPerNetwork is {options.FailuresPerNetwork}: it must be at least Guard:FailuresPerClient."),
        (options.Window > TimeSpan.Zero, $"Guard:Window is {options.Window}: it must be more than 0."),
        (options.ReadsPerSecond > 0, $"Guard:ReadsPerSecond is {options.ReadsPerSecond}: it must be at least 1."),
        (options.Capacity is >= 64 and <= 16_777_216, $"Guard:Capacity is {options.Capacity}: it must be from 64 to 16777216."));

    public ValidateOptionsResult Validate(string? name, KeyOptions options) => Check(
        (options.PublishAhead >= TimeSpan.Zero, $"Keys:PublishAhead is {options.PublishAhead}: it must not be negative."),
        (options.RefreshInterval > TimeSpan.Zero, $"Keys:RefreshInterval is {options.RefreshInterval}: it must be more than 0."),
        (options.RsaAlgorithm is SigningAlgorithm.RS256 or SigningAlgorithm.PS256, $"Keys:RsaAlgorithm is '{options.RsaAlgorithm}': it must be RS256 or PS256."));

    public ValidateOptionsResult Validate(string? name, SecretOptions options) => Check(
        (options.Retention >= TimeSpan.Zero, $"Secrets:Retention is {options.Retention}: it must not be negative."),
        (options.WarnBefore >= TimeSpan.Zero, $"Secrets:WarnBefore is {options.WarnBefore}: it must not be negative."));

    public ValidateOptionsResult Validate(string? name, StorageOptions options) => Check(
        (options.TableServiceUri is null || options.ConnectionString is null, "Storage:TableServiceUri and Storage:ConnectionString are both set: keep one."),
        (options.TableServiceUri is null || (options.TableServiceUri.IsAbsoluteUri && options.TableServiceUri.Scheme == Uri.UriSchemeHttps), $"Storage:TableServiceUri is '{options.TableServiceUri}': it must be an absolute https URI, such as https://NAME.table.core.windows.net."),
        // The text carries a key: it is never repeated.
        (options.ConnectionString is null or "" || TableService.CanConnect(options.ConnectionString), "Storage:ConnectionString is not one: it must be that of a storage account, or UseDevelopmentStorage=true."));

    /// <summary>RFC 8414 §2 forbids query and fragment; a path is our own limit. The text must be what every URL library would write.</summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.GetLeftPart(UriPartial.Authority) == text
        && uri.UserInfo.Length == 0;

    private static ValidateOptionsResult Check(params ReadOnlySpan<(bool Holds, string Message)> rules)
    {
        List<string> broken = [];
        foreach (var (holds, message) in rules)
        {
            if (!holds) broken.Add(message);
        }

        return broken.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(broken);
    }
}
