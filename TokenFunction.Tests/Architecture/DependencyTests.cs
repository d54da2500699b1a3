using System.Reflection;
using System.Xml.Linq;

namespace TokenFunction.Tests.Architecture;

/// <summary>Design §2: dependencies point one way, TokenFunction → TokenIssuer ← TokenIssuer.Cli.</summary>
public sealed class DependencyTests
{
    private const string Core = "TokenIssuer/TokenIssuer.csproj";

    private static readonly string Root = typeof(DependencyTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Repository").Value!;

    /// <summary>Not what builds write: the Functions SDK makes a project of its own under obj.</summary>
    private static readonly string[] Projects =
    [
        .. Directory.EnumerateFiles(Root, "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(project => !project.Contains("/obj/", StringComparison.Ordinal)),
    ];

    /// <summary>The projects that are shipped.</summary>
    public static TheoryData<string> Products { get; } =
        [.. Projects.Where(project => !project.Contains(".Tests/", StringComparison.Ordinal) && !project.Contains(".Benchmarks/", StringComparison.Ordinal))];

    [Theory]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("Microsoft.Azure.Functions")]
    [InlineData("Azure.Security.KeyVault")]
    [InlineData("tokenctl")]
    [InlineData("TokenFunction")]
    public void The_issuer_does_not_know_its_hosts(string prefix)
    {
        var seen = new HashSet<string>();
        var open = new Queue<Assembly>([typeof(TokenIssuer.Issuer).Assembly]);
        // Through what it references, too: a package may bring a host in.
        while (open.TryDequeue(out var assembly))
        {
            foreach (var name in assembly.GetReferencedAssemblies().Where(name => seen.Add(name.Name!)))
            {
                Assert.False(name.Name!.StartsWith(prefix, StringComparison.OrdinalIgnoreCase), $"{assembly.GetName().Name} references {name.Name}.");
                if (!name.Name.StartsWith("System.", StringComparison.Ordinal)) open.Enqueue(Assembly.Load(name));
            }
        }

        Assert.Contains("Azure.Data.Tables", seen);
    }

    [Theory]
    [MemberData(nameof(Products))]
    public void A_product_references_the_issuer_alone_and_the_issuer_nothing(string project) => Assert.Equal(
        project == Core ? [] : ["TokenIssuer.csproj"],
        Included(project, "ProjectReference").Select(path => Path.GetFileName(path.Replace('\\', '/'))));

    [Fact]
    public void The_issuer_builds_without_a_host_framework() =>
        Assert.Empty(Included(Core, "FrameworkReference"));

    [Fact]
    public void Only_TokenFunction_references_the_Functions_worker_and_the_vault()
    {
        foreach (var project in Projects.Where(project => project != "TokenFunction/TokenFunction.csproj"))
        {
            Assert.DoesNotContain(Included(project, "PackageReference"), package =>
                package.StartsWith("Microsoft.Azure.Functions", StringComparison.OrdinalIgnoreCase)
                || package.StartsWith("Azure.Security.KeyVault", StringComparison.OrdinalIgnoreCase));
        }
    }

    private static IEnumerable<string> Included(string project, string item) =>
        XDocument.Load(Path.Combine(Root, project)).Descendants(item).Select(element => element.Attribute("Include")?.Value ?? "");
}
