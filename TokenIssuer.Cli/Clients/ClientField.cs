using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using TokenIssuer.Clients;
using TokenIssuer.Tokens;

namespace TokenIssuer.Cli.Clients;

/// <summary>One thing that operators decide about a client, as files, options and tables see it.</summary>
/// <param name="Name">The member in JSON, as <see cref="FieldError.Field"/> names it too.</param>
/// <param name="Option">The option that sets it.</param>
/// <param name="Get">Its value: a text, a flag, a number or a list of texts; null when it is not set.</param>
/// <param name="Set">The client with the value in JSON; null there means the default.</param>
internal sealed record ClientField(string Name, string Option, Func<Client, object?> Get, Func<Client, JsonElement, Client> Set)
{
    /// <summary>In the order in which they are shown.</summary>
    public static readonly ClientField[] All =
    [
        new("name", "--name", client => client.Name, (client, value) => client with { Name = Text(value) }),
        new("description", "--description", client => client.Description, (client, value) => client with { Description = Text(value) }),
        new("ownerId", "--owner", client => client.OwnerId, (client, value) => client with { OwnerId = Text(value) }),
        new("enabled", "--disabled", client => client.Enabled, (client, value) => client with { Enabled = Flag(value) }),
        new("grants", "--grant", client => Sorted(client.Grants), (client, value) => client with { Grants = List(value) is { } list ? list.ToFrozenSet(StringComparer.Ordinal) : DefaultGrants! }),
        new("scopes", "--scope", client => Sorted(client.Scopes), (client, value) => client with { Scopes = (List(value) ?? []).ToFrozenSet(StringComparer.Ordinal) }),
        new("defaultScopes", "--default-scope", client => client.DefaultScopes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            (client, value) => client with { DefaultScopes = string.Join(' ', List(value) ?? []) }),
        new("audiences", "--audience", client => client.Audiences, (client, value) => client with { Audiences = List(value) ?? [] }),
        new("introspects", "--introspects", client => client.Introspects, (client, value) => client with { Introspects = List(value) ?? [] }),
        new("tokenLifetimeSeconds", "--lifetime", client => (int?)client.TokenLifetime?.TotalSeconds, (client, value) => client with { TokenLifetime = Seconds(value) }),
        new("tokenTyp", "--typ", client => client.TokenTyp, (client, value) => client with { TokenTyp = Text(value) ?? JwtWriter.Types[0] }),
        new("allowedNetworks", "--network", client => client.AllowedNetworks.Select(network => network.ToString()),
            (client, value) => client with { AllowedNetworks = [.. (List(value) ?? []).Select(Network)] }),
    ];

    /// <summary>What a client may do unless it is said otherwise.</summary>
    public static readonly FrozenSet<string> DefaultGrants = FrozenSet.Create("client_credentials");

    /// <summary>A client nobody has said anything about yet.</summary>
    public static Client NewClient(string id) => new() { Id = id, Grants = DefaultGrants };

    /// <summary>The value as one line for people; empty when it is not set.</summary>
    public string Show(Client client) => Get(client) switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        IEnumerable<string> list => string.Join(' ', list),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>Writes the member; unset values are null, so that every document has every member.</summary>
    public void Write(Utf8JsonWriter json, Client client)
    {
        json.WritePropertyName(Name);
        switch (Get(client))
        {
            case null: json.WriteNullValue(); return;
            case bool flag: json.WriteBooleanValue(flag); return;
            case int number: json.WriteNumberValue(number); return;
            case string text: json.WriteStringValue(text); return;
            case IEnumerable<string> list:
                json.WriteStartArray();
                foreach (var entry in list) json.WriteStringValue(entry);
                json.WriteEndArray();
                return;
        }
    }

    /// <summary>A network in CIDR form. Throws <see cref="FormatException"/> that goes on from the field's or the option's name.</summary>
    public static AddressRange Network(string text) => AddressRange.TryParse(text, out var range)
        ? range
        : throw new FormatException($"has '{text}': a network is an address, or a CIDR range without host bits such as 10.0.0.0/8 or 2001:db8::/32.");

    /// <summary>Sets have no order; documents do.</summary>
    private static IEnumerable<string> Sorted(IReadOnlySet<string> set) => set.Order(StringComparer.Ordinal);

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => throw new FormatException("must be a text."),
    };

    private static bool Flag(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new FormatException("must be true or false."),
    };

    private static string[]? List(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Array when value.EnumerateArray().All(entry => entry.ValueKind == JsonValueKind.String) =>
            [.. value.EnumerateArray().Select(entry => Entry(entry.GetString()!))],
        _ => throw new FormatException("must be a list of texts."),
    };

    /// <summary>Lists are kept separated by spaces: an entry with one would come back as two.</summary>
    public static string Entry(string text) =>
        text.Length > 0 && !text.Any(char.IsWhiteSpace) ? text : throw new FormatException($"has '{text}': an entry has no spaces and is not empty.");

    private static TimeSpan? Seconds(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number when value.TryGetInt32(out var seconds) => TimeSpan.FromSeconds(seconds),
        _ => throw new FormatException("must be a whole number of seconds."),
    };
}
