using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace TokenFunction;

/// <summary>Who the app is, to vault, tables and telemetry: one credential, so one cache of tokens.</summary>
internal static class Identity
{
    /// <summary>
    /// In Azure the managed identity and nothing else: <see cref="DefaultAzureCredential"/> would try a list of others first,
    /// seconds of a cold start, and would take whichever answers. In Development whatever the developer is signed in with.
    /// </summary>
    public static TokenCredential Credential(IConfiguration settings, IHostEnvironment environment)
    {
        if (environment.IsDevelopment()) return new DefaultAzureCredential();
        return new ManagedIdentityCredential(settings["AZURE_CLIENT_ID"] is { Length: > 0 } id
            ? ManagedIdentityId.FromUserAssignedClientId(id)
            : ManagedIdentityId.SystemAssigned);
    }
}
