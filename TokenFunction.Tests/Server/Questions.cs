namespace TokenFunction.Tests.Server;

/// <summary>Asking the server about tokens.</summary>
internal static class Questions
{
    /// <summary>A token of the client's, which never shows in a log.</summary>
    public static async Task<string> TokenAsync(this IssuerServer server, string id, string secret, string more = "")
    {
        var reply = await server.PostAsync("grant_type=client_credentials" + more, IssuerServer.Basic(id, secret));
        Assert.True(reply.Status == 200, reply.Body);
        return reply["access_token"]!;
    }

    public static Task<Reply> IntrospectAsync(this IssuerServer server, string token, string id, string secret) =>
        server.PostAsync($"token={token}", IssuerServer.Basic(id, secret), path: "/oauth/introspect");

    public static Task<Reply> RevokeAsync(this IssuerServer server, string token, string id, string secret) =>
        server.PostAsync($"token={token}", IssuerServer.Basic(id, secret), path: "/oauth/revoke");
}
