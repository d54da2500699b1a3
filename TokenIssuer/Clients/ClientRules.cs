using TokenIssuer.Protocol;
using TokenIssuer.Tokens;

namespace TokenIssuer.Clients;

/// <summary>What is wrong with one field of a registration.</summary>
/// <param name="Field">The field as registrations in JSON name it, such as <c>scopes</c>.</param>
/// <param name="Problem">The value and the accepted form, a sentence that goes on from the field's name.</param>
public sealed record FieldError(string Field, string Problem);

/// <summary>Every rule a registration must keep.</summary>
public static class ClientRules
{
    private const int MaxText = 1_000;

    // Joined lists are one column each, at most 64 KiB of UTF-16; a token and its response stay far below common header limits.
    private const int MaxList = 8_000;

    /// <summary>Whether a text has the form of a client id: <c>[A-Za-z0-9_-]{3,64}</c>.</summary>
    public static bool IsClientId(string text) =>
        text.Length is >= 3 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <summary>What is wrong, field by field; nothing when all is well.</summary>
    public static IEnumerable<FieldError> Broken(Client client)
    {
        if (!IsClientId(client.Id)) yield return new("clientId", $"is '{client.Id}': it must be 3 to 64 of A-Z a-z 0-9 _ and -.");
        foreach (var (field, text) in new[] { ("name", client.Name), ("description", client.Description), ("ownerId", client.OwnerId) })
        {
            if (text?.Length > MaxText || text?.Any(char.IsControl) == true)
                yield return new(field, $"must be at most {MaxText} characters without control characters.");
        }

        foreach (var grant in client.Grants.Where(grant => grant != TokenRequest.ClientCredentialsGrant))
            yield return new("grants", $"has '{grant}': client_credentials is the only grant (RFC 6749 section 4.4); an empty list makes a resource server that only introspects.");
        foreach (var scope in client.Scopes.Where(scope => !Scope.IsToken(scope)))
            yield return new("scopes", $"has '{scope}': a scope is printable ASCII without spaces, quotes and backslashes (RFC 6749 section 3.3).");
        foreach (var scope in client.DefaultScopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(scope => !client.Scopes.Contains(scope)))
            yield return new("defaultScopes", $"has '{scope}', which is not one of its scopes.");
        foreach (var (field, list) in new[] { ("audiences", client.Audiences), ("introspects", client.Introspects) })
        {
            foreach (var audience in list.Where(audience => audience.Any(char.IsWhiteSpace) || !Audience.IsTarget(audience)))
                yield return new(field, $"has '{audience}': an audience is an absolute URI without a fragment (RFC 8707 section 2), such as https://api.example.com.");
        }

        if (client.TokenLifetime is { } lifetime && (lifetime < TokenOptions.ShortestLifetime || lifetime > TokenOptions.LongestLifetime || lifetime.Ticks % TimeSpan.TicksPerSecond != 0))
            yield return new("tokenLifetimeSeconds", $"is {lifetime.TotalSeconds}: it must be whole seconds from 60 to 86400.");
        if (!JwtWriter.Types.Contains(client.TokenTyp)) yield return new("tokenTyp", $"is '{client.TokenTyp}': it must be {string.Join(" or ", JwtWriter.Types)}.");
        foreach (var (field, length) in new[]
        {
            ("scopes", client.Scopes.Sum(scope => scope.Length + 1)),
            ("audiences", client.Audiences.Sum(audience => audience.Length + 1)),
            ("introspects", client.Introspects.Sum(audience => audience.Length + 1)),
            ("allowedNetworks", client.AllowedNetworks.Count * 20),
        })
        {
            if (length > MaxList) yield return new(field, $"is too long: all its entries together may have {MaxList} characters.");
        }
    }

    /// <summary>
    /// Throws <see cref="ArgumentException"/> with everything that is wrong and was not before: a registration that breaks a rule
    /// made since can still be disabled, and its secrets rotated.
    /// </summary>
    internal static void Require(Client client, Client? before)
    {
        var broken = Broken(client).Except(before is null ? [] : Broken(before)).Select(error => $"{error.Field} {error.Problem}").ToList();
        if (broken.Count > 0) throw new ArgumentException(string.Join(Environment.NewLine, broken));
    }
}
