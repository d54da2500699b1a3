using Azure.Core;

namespace TokenFunction.Tests.Storage;

/// <summary>For connections that need none: asking it for a token is a fault, as asking an identity that has none is.</summary>
internal sealed class NoCredential : TokenCredential
{
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("No credential here.");

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("No credential here.");
}
