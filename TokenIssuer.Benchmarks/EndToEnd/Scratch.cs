namespace TokenIssuer.Benchmarks.EndToEnd;

/// <summary>A folder that goes with the benchmark.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("benchmarks-");
    private int next;

    public string NewPath() => Path.Combine(folder.FullName, $"{next++}");

    public void Dispose() => folder.Delete(recursive: true);
}
