using System.Buffers;
using System.Text.Json;
using TokenIssuer.Cli.Output;
using TokenIssuer.Clients;

namespace TokenIssuer.Cli.Clients;

/// <summary>
/// The registrations a file asks for, by client id. Each is kept as the document that the registry's own would be written as:
/// small, so that a hundred thousand fit, and comparable byte by byte.
/// </summary>
internal sealed class ApplyFile
{
    private const int MaxProblems = 20;

    private readonly Dictionary<string, byte[]> documents = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, byte[]> Documents => documents;

    /// <summary>Reads a file, or standard input for <c>-</c>. Throws <see cref="UsageException"/> with what is wrong, client by client.</summary>
    public static async Task<ApplyFile> ReadAsync(string path, CancellationToken cancel)
    {
        var name = path == "-" ? "Standard input" : $"'{path}'";
        try
        {
            await using var stream = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            var file = new ApplyFile();
            var problems = new List<string>();
            var position = 0;
            await foreach (var entry in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream, cancellationToken: cancel))
            {
                position++;
                if (file.Take(entry) is { } problem) problems.Add($"{name}, {Name(entry, position)}: {problem.ReplaceLineEndings(Environment.NewLine + "  ")}");
                if (problems.Count == MaxProblems) break;
            }

            return problems.Count == 0 ? file : throw new UsageException(string.Join(Environment.NewLine, problems));
        }
        catch (JsonException e)
        {
            throw new UsageException($"{name} is no JSON list of clients: see line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no file {name}.");
        }
    }

    /// <summary>A registration as it is kept here.</summary>
    public static byte[] Document(Client client)
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(buffer, JsonOutput.Legible with { Indented = false })) ClientDocument.WriteDecided(json, client);
        return buffer.WrittenSpan.ToArray();
    }

    private static string Name(JsonElement entry, int position) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("clientId", out var id) && id.ValueKind == JsonValueKind.String
            ? $"entry {position} (client '{Terminal.Plain(id.GetString())}')"
            : $"entry {position}";

    private string? Take(JsonElement entry)
    {
        try
        {
            var client = ClientDocument.Read(entry);
            return documents.TryAdd(client.Id, Document(client)) ? null : "is in the list twice.";
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
