using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace TokenFunction.Tests.Infra;

/// <summary>
/// One <c>bicep jsonrpc</c> for all tests: a snapshot costs it a sixth of what a process of its own would. It ends with its
/// standard input, so even a killed test run leaves nothing behind.
/// </summary>
internal static class BicepServer
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly SemaphoreSlim OneAtATime = new(1);
    private static readonly Lazy<Process> Server = new(Start);

    private static int lastId;

    /// <summary>The result of one call. Throws <see cref="InvalidOperationException"/> with Bicep's own words when it refuses.</summary>
    public static async Task<JsonObject> CallAsync(string method, JsonObject parameters)
    {
        using var limit = new CancellationTokenSource(Limit);
        await OneAtATime.WaitAsync(limit.Token);
        try
        {
            var id = ++lastId;
            var body = Encoding.UTF8.GetBytes(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters }.ToJsonString());
            var input = Server.Value.StandardInput.BaseStream;
            await input.WriteAsync(Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n"), limit.Token);
            await input.WriteAsync(body, limit.Token);
            await input.FlushAsync(limit.Token);

            var answer = JsonNode.Parse(await ReadAsync(Server.Value.StandardOutput.BaseStream, limit.Token))!;
            Assert.Equal(id, (int)answer["id"]!);
            return answer["result"] as JsonObject ?? throw new InvalidOperationException($"{method}: {answer["error"]?.ToJsonString()}");
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static Process Start()
    {
        var process = Process.Start(Bicep.Command(new Dictionary<string, string>(), "jsonrpc", "--stdio"))!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.Kill(entireProcessTree: true);
        return process;
    }

    /// <summary>Header lines, an empty line, and as many bytes as Content-Length says (the framing of the Language Server Protocol).</summary>
    private static async Task<byte[]> ReadAsync(Stream output, CancellationToken cancel)
    {
        var length = 0;
        for (var line = await ReadLineAsync(output, cancel); line.Length > 0; line = await ReadLineAsync(output, cancel))
        {
            var (name, value) = line.Split(':') is [var left, var right] ? (left, right) : (line, "");
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) length = int.Parse(value, CultureInfo.InvariantCulture);
        }

        var body = new byte[length];
        await output.ReadExactlyAsync(body, cancel);
        return body;
    }

    private static async Task<string> ReadLineAsync(Stream output, CancellationToken cancel)
    {
        var line = new StringBuilder();
        var next = new byte[1];
        while (true)
        {
            await output.ReadExactlyAsync(next, cancel);
            if (next[0] == '\n') return line.ToString().TrimEnd('\r');
            line.Append((char)next[0]);
        }
    }
}
