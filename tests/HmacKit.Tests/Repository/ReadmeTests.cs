using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace HmacKit.Tests.Repository;

/// <summary>
/// What a new user does: <c>dotnet new web</c>, add the packages, paste a block of the README. The first one is built by the SDK; that
/// gives the usings that it puts into such a project, and all blocks are compiled with these and no others.
/// </summary>
public class ReadmeTests(ReadmeTests.WebProject project) : IClassFixture<ReadmeTests.WebProject>
{
    /// <summary>Program.cs of <c>dotnet new web</c>.</summary>
    private static readonly string[] Template =
        ["var builder = WebApplication.CreateBuilder(args);", "var app = builder.Build();", "app.MapGet(\"/\", () => \"Hello World!\");", "app.Run();"];

    public static TheoryData<string> Blocks => new(Readme.Select(snippet => snippet.ToString()));

    private static IEnumerable<Snippets.Snippet> Readme => Snippets.All.Where(snippet => snippet.File == "README.md");

    [Fact]
    public void The_first_block_is_a_program_of_its_own_that_the_SDK_builds() => Assert.True(project.ExitCode == 0, project.Output);

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_compiles_when_it_is_pasted_into_an_empty_web_project(string block)
    {
        Snippets.Snippet snippet = Readme.Single(item => item.ToString() == block);
        string code = Pasted(snippet.Code);
        var parsing = new CSharpParseOptions(LanguageVersion.Latest);
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
        IEnumerable<string> errors = CSharpCompilation
            .Create("Pasted", [CSharpSyntaxTree.ParseText(code, parsing), CSharpSyntaxTree.ParseText(project.GlobalUsings, parsing)], Snippets.References, options)
            .GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(!errors.Any(), $"{string.Join('\n', errors)}\n{code}");
    }

    /// <summary>A whole program replaces the template's; usings go to the top, what registers services behind the first line, all else behind the second.</summary>
    private static string Pasted(string code)
    {
        if (code.Contains(Template[0], StringComparison.Ordinal))
        {
            return code;
        }

        string[] lines = code.Split('\n');
        string[] usings = [.. lines.TakeWhile(line => line.Length == 0 || (line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('=')))];
        IEnumerable<string> rest = lines.Skip(usings.Length);
        int before = code.Contains("builder.Services", StringComparison.Ordinal) ? 1 : 2;
        return string.Join('\n', [.. usings, .. Template.Take(before), .. rest, .. Template.Skip(before)]);
    }

    /// <summary>A project as <c>dotnet new web</c> makes it, with the packages' assemblies in place of the packages.</summary>
    public sealed class WebProject : IAsyncLifetime
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hmackit-readme-");

        public int ExitCode { get; private set; }

        public string Output { get; private set; } = "";

        public string GlobalUsings { get; private set; } = "";

        public async Task InitializeAsync()
        {
            string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            string assemblies = RepositoryFiles.PathOf("src", "HmacKit.AspNetCore", "bin", configuration, "net10.0");
            Write("pasted.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk.Web">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <Nullable>enable</Nullable>
                    <ImplicitUsings>enable</ImplicitUsings>
                    <UseAppHost>false</UseAppHost>
                  </PropertyGroup>
                  <ItemGroup>
                    <Reference Include="{Path.Combine(assemblies, "HmacKit*.dll")}" />
                  </ItemGroup>
                </Project>
                """);
            Write("nuget.config", "<configuration><packageSources><clear /></packageSources></configuration>");
            Write("Program.cs", Readme.First().Code);
            ProgramRun build = await ProgramRun.StartAsync("dotnet", ["build", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-v:q", "-nologo"], folder: _folder.FullName);
            (ExitCode, Output) = (build.ExitCode, build.Output + build.Error);
            string? usings = _folder.GetFiles("*.GlobalUsings.g.cs", SearchOption.AllDirectories).FirstOrDefault()?.FullName;
            GlobalUsings = usings is null ? "" : File.ReadAllText(usings);
        }

        public Task DisposeAsync()
        {
            _folder.Delete(recursive: true);
            return Task.CompletedTask;
        }

        private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
    }
}
