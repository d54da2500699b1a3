using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TokenIssuer.Clients;
using TokenIssuer.Storage;

namespace TokenFunction.Settings;

/// <summary>The settings that only the Functions app has, and its defaults for the issuer's.</summary>
internal static class FunctionSettings
{
    /// <summary>Called before <c>AddTokenIssuer</c>, so that what is configured comes after these defaults.</summary>
    public static IServiceCollection AddFunctionSettings(this IServiceCollection services, IConfiguration settings)
    {
        // A function is told no peer; App Service appends the caller's address to X-Forwarded-For.
        services.Configure<ClientOptions>(clients => clients.ForwardedHops = 1);
        services.AddOptions<KeyVaultOptions>().Bind(settings.GetSection(KeyVaultOptions.Section)).ValidateOnStart();
        services.AddOptions<SecretSweepOptions>().Bind(settings.GetSection(SecretSweepOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<KeyVaultOptions>, FunctionSettingRules>();
        services.AddSingleton<IValidateOptions<SecretSweepOptions>, FunctionSettingRules>();
        return services.AddSingleton<IValidateOptions<StorageOptions>, FunctionSettingRules>();
    }

    /// <summary>Whether a PEM folder stands in for the vault; only ever in Development.</summary>
    public static bool SignsLocally(this KeyVaultOptions vault) => vault.VaultUri is null;
}
