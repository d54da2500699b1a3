using System.Net;
using System.Net.Sockets;

namespace TokenIssuer.Cli.Serve;

/// <summary>Where the server listens.</summary>
internal sealed record Listen(IPAddress Address, int Port)
{
    /// <summary>The origin that callers on this machine use.</summary>
    public string Origin => $"http://{(Address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Address}]" : Address.ToString())}:{Port}";

    /// <summary>
    /// An http URL with an address and a port; port 0 takes a free one now, because the issuer's name contains it.
    /// Plain http stays on loopback (RFC 6749 §3.2) unless a proxy in front speaks TLS.
    /// </summary>
    public static Listen Parse(string url, bool behindProxy)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.PathAndQuery != "/")
            throw new UsageException($"--urls is '{url}': it must be like http://127.0.0.1:7071.");
        var host = uri.IdnHost == "localhost" ? "127.0.0.1" : uri.IdnHost;
        if (!IPAddress.TryParse(host, out var address))
            throw new UsageException($"--urls is '{url}': its host must be an IP address or localhost.");
        if (!IPAddress.IsLoopback(address) && !behindProxy)
            throw new UsageException($"--urls is '{url}': plain http off loopback would send secrets in clear. Add --behind-proxy if a proxy in front speaks TLS.");
        return new Listen(address, uri.Port == 0 ? FreePort(address) : uri.Port);
    }

    private static int FreePort(IPAddress address)
    {
        using var probe = new TcpListener(address, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
