using System.Net;

namespace TokenIssuer.Protocol;

/// <summary>One HTTP request as any host hands it over. A front door fills it in and decides nothing.</summary>
public sealed class IssuerRequest
{
    /// <summary>
    /// The longest body the issuer reads, in bytes. A front door hands over at most one byte more;
    /// that byte is what makes the issuer answer 413.
    /// </summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>The method as sent; methods are case-sensitive (RFC 9110 §9.1).</summary>
    public required string Method { get; init; }

    /// <summary>The path with its leading slash, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The raw query with its question mark, or empty.</summary>
    public string Query { get; init; } = "";

    /// <summary>
    /// The value of a header by its name, case-insensitive; null when it was not sent.
    /// Repeated headers come joined with a comma (RFC 9110 §5.3).
    /// </summary>
    public required Func<string, string?> Header { get; init; }

    /// <summary>The body's raw bytes, <see cref="MaxBodyBytes"/> + 1 at most.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The connection's peer; null where the host does not tell.</summary>
    public IPAddress? Peer { get; init; }
}
