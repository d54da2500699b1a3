using System.CommandLine;
using System.Text.Json;
using TokenIssuer.Cli.Input;
using TokenIssuer.Cli.Output;

namespace TokenIssuer.Cli.Token;

/// <summary><c>tokenctl token</c>: gets a token as a workload does.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var id = CommonOptions.ClientId();
        var issuer = new Option<string>("--issuer") { HelpName = "URL", Description = "The issuer.", DefaultValueFactory = _ => "http://127.0.0.1:7071" };
        var scopes = new Option<string[]>("--scope") { HelpName = "SCOPE", Description = "A scope to ask for. Repeatable. Default: the client's default scopes." };
        var resources = new Option<string[]>("--resource") { HelpName = "URI", Description = "An audience to ask for (RFC 8707). Repeatable. Default: the client's." };
        var json = CommonOptions.Json();
        json.Description = "Write the response, with header and claims decoded, as one JSON document.";
        var command = new Command("token", $"Gets a token and prints it. The secret is read from {ClientSecretInput.Variable}, else from standard input.") { id, issuer, scopes, resources, json };
        command.SetAction(async (parsed, _) =>
        {
            var clientId = CommonOptions.RequireClientId(parsed.GetRequiredValue(id));
            var origin = IssuerUrl.Require(issuer.Name, parsed.GetRequiredValue(issuer));
            using var interruption = new Interruption();
            var secret = await ClientSecretInput.ReadAsync(interruption.Token);
            using var answer = await TokenCall.PostAsync(origin, clientId, secret, parsed.GetValue(scopes) ?? [], parsed.GetValue(resources) ?? [], interruption.Token);
            return await ShowAsync(answer.RootElement, parsed.GetValue(json));
        });
        return command;
    }

    private static async Task<int> ShowAsync(JsonElement response, bool asJson)
    {
        var token = response.GetProperty("access_token").GetString()!;
        if (asJson)
        {
            await JsonOutput.WriteAsync(json =>
            {
                json.WriteStartObject();
                foreach (var member in response.EnumerateObject()) member.WriteTo(json);
                DecodedToken.Write(json, token);
                json.WriteEndObject();
            });
            return ExitCode.Done;
        }

        await Console.Out.WriteLineAsync(token);
        if (!Console.IsOutputRedirected) await Console.Error.WriteLineAsync(DecodedToken.Show(token));
        return ExitCode.Done;
    }
}
