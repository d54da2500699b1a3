using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenIssuer.Clients;
using TokenIssuer.Health;
using TokenIssuer.Keys;
using TokenIssuer.Protocol;
using TokenIssuer.Secrets;
using TokenIssuer.Storage;
using TokenIssuer.Tokens;

namespace TokenIssuer;

/// <summary>The composition of the issuer, for any host.</summary>
public static class Services
{
    /// <summary>
    /// Adds the issuer. The host adds the two ports: <see cref="ITokenSigner"/>, and <see cref="ITable"/> twice, keyed by
    /// <see cref="ClientRegistry.TableName"/> and <see cref="Revocations.TableName"/>. Settings are checked when the host starts.
    /// </summary>
    public static IServiceCollection AddTokenIssuer(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<TokenOptions>().Bind(settings.GetSection(TokenOptions.Section)).ValidateOnStart();
        services.AddOptions<ClientOptions>().Bind(settings.GetSection(ClientOptions.Section)).ValidateOnStart();
        services.AddOptions<GuardOptions>().Bind(settings.GetSection(GuardOptions.Section)).ValidateOnStart();
        services.AddOptions<KeyOptions>().Bind(settings.GetSection(KeyOptions.Section)).ValidateOnStart();
        services.AddOptions<SecretOptions>().Bind(settings.GetSection(SecretOptions.Section)).ValidateOnStart();
        services.AddOptions<StorageOptions>().Bind(settings.GetSection(StorageOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TokenOptions>, SettingRules>();
        services.AddSingleton<IValidateOptions<ClientOptions>, SettingRules>();
        services.AddSingleton<IValidateOptions<GuardOptions>, SettingRules>();
        services.AddSingleton<IValidateOptions<KeyOptions>, SettingRules>();
        services.AddSingleton<IValidateOptions<SecretOptions>, SettingRules>();
        services.AddSingleton<IValidateOptions<StorageOptions>, SettingRules>();
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton(provider => new ClientRegistry(
            provider.GetRequiredKeyedService<ITable>(ClientRegistry.TableName), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ClientCache>();
        services.AddSingleton<LastUse>();
        services.AddHostedService(provider => provider.GetRequiredService<LastUse>());
        services.AddSingleton<FailureGuard>();
        services.AddSingleton<ClientAuthenticator>();
        services.AddSingleton<SecretSweep>();
        services.AddSingleton<SigningKeyRing>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<IssuedTokens>();
        services.AddSingleton<Revocations>();
        services.AddSingleton<TokenStatus>();
        services.AddSingleton<Refusals>();
        services.AddSingleton<TokenEndpoint>();
        services.AddSingleton<IntrospectionEndpoint>();
        services.AddSingleton<RevocationEndpoint>();
        services.AddSingleton<JwksEndpoint>();
        services.AddSingleton<MetadataEndpoint>();
        services.AddSingleton<HealthEndpoint>();
        services.AddSingleton(provider => new Readiness(
            [provider.GetRequiredKeyedService<ITable>(ClientRegistry.TableName), provider.GetRequiredKeyedService<ITable>(Revocations.TableName)],
            provider.GetRequiredService<SigningKeyRing>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<WarmUp>();
        return services.AddSingleton(provider => new Issuer(
            provider.GetRequiredService<TokenEndpoint>(),
            provider.GetRequiredService<IntrospectionEndpoint>(),
            provider.GetRequiredService<RevocationEndpoint>(),
            provider.GetRequiredService<JwksEndpoint>(),
            provider.GetRequiredService<MetadataEndpoint>(),
            provider.GetRequiredService<HealthEndpoint>(),
            provider.GetRequiredService<IOptions<TokenOptions>>(),
            provider.GetRequiredService<ILogger<Issuer>>()));
    }
}
