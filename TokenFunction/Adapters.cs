using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenFunction.KeyVault;
using TokenFunction.Settings;
using TokenFunction.Storage;
using TokenIssuer.Clients;
using TokenIssuer.Keys;
using TokenIssuer.Storage;
using TokenIssuer.Tokens;

namespace TokenFunction;

/// <summary>What the issuer's two ports are in Azure: a vault's key and a storage account's tables.</summary>
internal static class Adapters
{
    private static readonly string[] Tables = [ClientRegistry.TableName, Revocations.TableName];

    /// <summary>Registers both; nothing is asked of either before it is needed.</summary>
    public static void AddAdapters(this IServiceCollection services, TokenCredential credential)
    {
        services.AddSingleton(provider => TableService.Connect(provider.GetRequiredService<IOptions<StorageOptions>>().Value, credential));
        foreach (var table in Tables)
        {
            services.AddKeyedSingleton<ITable>(table, (provider, _) => new AzureTable(provider.GetRequiredService<TableServiceClient>().GetTableClient(table)));
        }

        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<TableCreation>(
            provider, (IReadOnlyList<ITable>)[.. Tables.Select(table => provider.GetRequiredKeyedService<ITable>(table))]));
        services.AddSingleton<ITokenSigner>(provider =>
        {
            var vault = provider.GetRequiredService<IOptions<KeyVaultOptions>>().Value;
            return vault.SignsLocally() ? LocalKeys(provider) : ActivatorUtilities.CreateInstance<KeyVaultSigner>(
                provider, VaultConnection.Keys(vault.VaultUri!, credential), VaultConnection.Resolver(vault.VaultUri!, credential));
        });
    }

    /// <summary>Development alone gets here (<see cref="FunctionSettingRules"/>). A folder without a key is given one.</summary>
    private static LocalSigner LocalKeys(IServiceProvider provider)
    {
        var signer = new LocalSigner(
            provider.GetRequiredService<IOptions<KeyOptions>>().Value.Directory!,
            SigningAlgorithm.ES256,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LocalSigner>>());
        if (!signer.HasKey()) signer.Create();
        return signer;
    }
}
