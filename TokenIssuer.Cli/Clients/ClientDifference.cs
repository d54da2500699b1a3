using TokenIssuer.Cli.Output;
using TokenIssuer.Clients;

namespace TokenIssuer.Cli.Clients;

/// <summary>What differs between two registrations of a client, a line for each field.</summary>
internal static class ClientDifference
{
    public static List<string> Between(Client before, Client after) =>
    [
        .. from field in ClientField.All
           let was = field.Show(before)
           let becomes = field.Show(after)
           where was != becomes
           select $"{field.Name}: {Shown(was)} → {Shown(becomes)}",
    ];

    /// <summary>What a new client has beyond the defaults.</summary>
    public static IEnumerable<string> Of(Client client) =>
        from field in ClientField.All
        let value = field.Show(client)
        where value != field.Show(ClientField.NewClient(client.Id))
        select $"{field.Name}: {Shown(value)}";

    private static string Shown(string value) => value.Length == 0 ? "(none)" : Terminal.Plain(value);
}
