using TokenIssuer.Cli.Storage;
using TokenIssuer.Clients;
using TokenIssuer.Secrets;

namespace TokenIssuer.Cli.Secrets;

/// <summary>
/// A secret between being made and being committed. It is shown before the commit: what was never shown is never live.
/// </summary>
internal sealed class NewSecret(string clientId, Session session)
{
    private readonly string text = SecretText.Generate();
    private ClientSecret? secret;
    private bool shown;

    /// <summary>Makes it, shows it, commits it. When the commit fails, standard error says that what was shown is void.</summary>
    /// <param name="prepare">The secret with its times and label.</param>
    /// <param name="change">The client with the secret.</param>
    /// <returns>The client as committed.</returns>
    public async Task<Client> CommitAsync(
        Func<ClientSecret, DateTimeOffset, ClientSecret> prepare, Func<Client, ClientSecret, DateTimeOffset, Client> change)
    {
        session.Cancel.ThrowIfCancellationRequested();
        try
        {
            return await session.Registry.ChangeAsync(
                clientId,
                (client, now) => change(client, secret ??= prepare(SecretRotation.Create(clientId, text, now), now), now),
                async _ =>
                {
                    await ShowAsync();
                    shown = true;
                },
                CancellationToken.None);
        }
        catch (RefusedException) when (shown)
        {
            await Console.Error.WriteLineAsync("The secret shown is void: it was not committed.");
            throw;
        }
        catch when (shown)
        {
            await Console.Error.WriteLineAsync(
                $"The secret shown is void: its commit was not confirmed. Should 'tokenctl secrets list {clientId}' show {secret!.Id} all the same, revoke it.");
            throw;
        }
    }

    private async Task ShowAsync()
    {
        try
        {
            await ShownSecret.WriteAsync(clientId, secret!, text, session.Json);
        }
        catch (IOException e)
        {
            throw new IOException($"The new secret could not be shown, so nothing was changed: {e.Message}.", e);
        }
    }
}
