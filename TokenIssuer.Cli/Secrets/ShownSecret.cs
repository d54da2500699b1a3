using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using TokenIssuer.Cli.Output;
using TokenIssuer.Secrets;

namespace TokenIssuer.Cli.Secrets;

/// <summary>The one time that a secret's text is shown.</summary>
internal static class ShownSecret
{
    /// <summary>Returns once standard output has taken all of it; throws <see cref="IOException"/> when nobody reads it.</summary>
    public static async Task WriteAsync(string clientId, ClientSecret secret, string text, bool asJson)
    {
        await using var output = Open();
        if (asJson)
        {
            await JsonOutput.WriteAsync(output, json =>
            {
                Write(json, clientId, secret, text);
                return Task.CompletedTask;
            });
            return;
        }

        await output.WriteAsync(Encoding.UTF8.GetBytes($"""
            client id  {clientId}
            secret     {text}
            secret id  {secret.Id}
            valid      {secret.NotBefore.Iso() ?? "at once"} to {secret.ExpiresAt.Iso() ?? "no end"}

            """));
        await output.FlushAsync();
    }

    private static void Write(Utf8JsonWriter json, string clientId, ClientSecret secret, string text)
    {
        json.WriteStartObject();
        json.WriteString("clientId", clientId);
        json.WriteString("secretId", secret.Id);
        json.WriteString("secret", text);
        json.WriteString("prefix", secret.Prefix);
        json.WriteString("expiresAt", secret.ExpiresAt.Iso());
        json.WriteEndObject();
    }

    /// <summary>
    /// Console's own streams say nothing when the reader of a pipe has gone. A file's stream does, but keeps its own
    /// position, which for a real file would be another than that of whoever writes there next.
    /// </summary>
    private static Stream Open()
    {
        if (OperatingSystem.IsWindows()) return Console.OpenStandardOutput();
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
