using System.Text.Json;
using TokenIssuer.Cli.Output;
using TokenIssuer.Clients;

namespace TokenIssuer.Cli.Clients;

/// <summary>A registration as JSON: what create, show, list and export print, and what apply takes. Never with secrets.</summary>
internal static class ClientDocument
{
    private const string IdMember = "clientId";

    /// <summary>What the registry itself keeps. It may be in a file, such as one made with show, and says nothing there.</summary>
    private static readonly string[] Kept = ["tokensNotBefore", "createdAt", "updatedAt"];

    /// <summary>What operators decide, member by member; the same text for the same registration.</summary>
    public static void WriteDecided(Utf8JsonWriter json, Client client)
    {
        json.WriteStartObject();
        WriteFields(json, client);
        json.WriteEndObject();
    }

    /// <summary>All of a registration.</summary>
    public static void Write(Utf8JsonWriter json, Client client)
    {
        json.WriteStartObject();
        WriteFields(json, client);
        if (client.TokensNotBefore is { } mark) json.WriteNumber(Kept[0], mark);
        else json.WriteNull(Kept[0]);
        json.WriteString(Kept[1], client.CreatedAt.Iso());
        json.WriteString(Kept[2], client.UpdatedAt.Iso());
        json.WriteEndObject();
    }

    /// <summary>
    /// The client that a document asks for; every member it leaves out has its default. Throws
    /// <see cref="FormatException"/> with everything that is wrong.
    /// </summary>
    public static Client Read(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object) throw new FormatException("is no JSON object.");
        return Over(ClientField.NewClient(IdOf(document) ?? throw new FormatException($"has no {IdMember}.")), document);
    }

    /// <summary>Whose registration it is; null when it does not say.</summary>
    public static string? IdOf(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty(IdMember, out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

    /// <summary>A client with what a document says. Throws as <see cref="Read"/> does.</summary>
    public static Client Over(Client client, JsonElement document)
    {
        var problems = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in document.EnumerateObject())
        {
            try
            {
                if (!seen.Add(member.Name)) throw new FormatException("is there twice.");
                client = With(client, member);
            }
            catch (FormatException e)
            {
                problems.Add($"{member.Name} {e.Message}");
            }
        }

        problems.AddRange(ClientRules.Broken(client).Select(error => $"{error.Field} {error.Problem}"));
        return problems.Count == 0 ? client : throw new FormatException(string.Join(Environment.NewLine, problems));
    }

    private static Client With(Client client, JsonProperty member)
    {
        if (Array.Find(ClientField.All, field => field.Name == member.Name) is { } field) return field.Set(client, member.Value);
        if (member.Name == IdMember || Kept.Contains(member.Name)) return client;
        if (member is { Name: "public", Value.ValueKind: JsonValueKind.False }) return client;
        throw new FormatException(member.Name switch
        {
            "public" => "is not false: a public client has no secret, and may not use the client credentials grant (RFC 6749 section 4.4).",
            "secret" or "secrets" => "does not belong into a file: 'tokenctl secrets add' makes secrets.",
            _ => $"is no member of a client. These are: {IdMember}, {string.Join(", ", ClientField.All.Select(known => known.Name))}.",
        });
    }

    private static void WriteFields(Utf8JsonWriter json, Client client)
    {
        json.WriteString(IdMember, client.Id);
        foreach (var field in ClientField.All) field.Write(json, client);
    }
}
