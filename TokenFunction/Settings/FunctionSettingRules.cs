using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NCrontab;
using TokenIssuer.Keys;
using TokenIssuer.Storage;

namespace TokenFunction.Settings;

/// <summary>Every rule of the settings that only the Functions app has; each message names its setting.</summary>
internal sealed class FunctionSettingRules(IHostEnvironment environment, IOptions<KeyOptions> keys)
    : IValidateOptions<KeyVaultOptions>, IValidateOptions<SecretSweepOptions>, IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, KeyVaultOptions options)
    {
        var folder = keys.Value.Directory;
        if (options.VaultUri is null && options.KeyName is null && environment.IsDevelopment())
            return Check((folder is { Length: > 0 }, "KeyVault:VaultUri and Keys:Directory are missing: set one, the folder for a local signing key."));
        return Check(
            (options.VaultUri is not null, $"KeyVault:VaultUri is missing: set it to the vault of the signing key, such as https://NAME.vault.azure.net. (The environment is {environment.EnvironmentName}; only Development may sign with a local key.)"),
            (options.VaultUri is null || IsHttpsOrigin(options.VaultUri), $"KeyVault:VaultUri is '{options.VaultUri}': it must be an https URI without a path, such as https://NAME.vault.azure.net."),
            (options.KeyName is { Length: > 0 }, "KeyVault:KeyName is missing: set it to the name of the signing key."),
            (options.KeyName is null or "" || IsKeyName(options.KeyName), $"KeyVault:KeyName is '{options.KeyName}': it must be 1 to 127 letters, digits and hyphens."),
            (folder is null or "", "Keys:Directory and KeyVault:VaultUri are both set: keep one; the folder is for Development only."));
    }

    public ValidateOptionsResult Validate(string? name, SecretSweepOptions options) => Check(
        (IsSchedule(options.Schedule), $"SecretSweep:Schedule is '{options.Schedule}': it must be an NCRONTAB expression with seconds, such as 0 17 3 * * *."));

    public ValidateOptionsResult Validate(string? name, StorageOptions options) => Check(
        (options.TableServiceUri is not null || options.ConnectionString is { Length: > 0 }, "Storage:TableServiceUri is missing: set it to the table service, such as https://NAME.table.core.windows.net."));

    private static bool IsHttpsOrigin(Uri uri) =>
        uri.IsAbsoluteUri && uri.Scheme == Uri.UriSchemeHttps && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0;

    private static bool IsKeyName(string name) => name.Length <= 127 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>With the parser that the host's timer uses: five fields, or six with seconds; no time spans, which Flex Consumption does not take.</summary>
    private static bool IsSchedule(string text)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        return fields is 5 or 6 && CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 }) is not null;
    }

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
