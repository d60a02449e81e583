using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace HierKD.Tests.Docs;

/// <summary>
/// The examples of the XML comments, which the API reference shows, compile: as a type, as statements, as an expression, or as options.
/// </summary>
public sealed class ApiExampleTests
{
    private const string Usings =
        "using System; using System.Collections.Generic; using System.Linq; using HierKD; using TorchSharp; using static " +
        "TorchSharp.torch; using MyNet = HierKD.Tests.Run.TinyNet;";

    /// <summary>What the examples take for granted.</summary>
    private const string Given =
        "nn.Module<Tensor, Tensor> model, PruningData data, Tensor output, Tensor teacherOutput, Tensor labels, Tensor feature, Tensor " +
        "teacherFeature, PruningSession session, TorchSharp.Modules.SGD optimizer, int epoch";

    /// <summary>The same, where an example may have a variable of that name.</summary>
    private const string Field = "PruningResult result = null!;";

    private static readonly Func<string, string>[] Forms =
    [
        code => $"{Usings}\nnamespace Example;\n{code}",
        code => $"{Usings}\nclass Example {{ {Field} void Run({Given}) {{\n{code}\n}} }} {Loss}",
        code => $"{Usings}\nclass Example {{ void Run() {{\n{code}\n}} }} {Loss}",
        code => $"{Usings}\nclass Example {{ {Field} object Run({Given}) =>\n{code}\n; }} {Loss}",
        code => $"{Usings}\nclass Example {{ {Field} object Run({Given}) => new PruningOptions {{\n{code}\n}}; }} {Loss}",
    ];

    private static readonly Lazy<MetadataReference[]> References =
        new(() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(path => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToArray());

    private const string Loss = "class MyLoss : IDistillationLoss { public Tensor Compute(DistillationStep step) => step.Output; }";

    [Fact]
    public void Every_example_compiles()
    {
        var comments = XDocument.Load(Path.ChangeExtension(typeof(HierarchicalPruner).Assembly.Location, ".xml"));
        var examples = comments.Descendants("example").SelectMany(example => example.Descendants("code")).Select(code => code.Value.Trim())
            .Distinct().ToList();
        Assert.True(examples.Count > 10, $"only {examples.Count} examples");
        Assert.All(examples, example => Assert.True(
            Forms.Any(form => Errors(form(example)).Length == 0),
            $"{example}\n{string.Join('\n', Forms.Select(form => Errors(form(example))).MinBy(errors => errors.Length)!.AsEnumerable())}"));
    }

    [Theory]
    [InlineData("TeacherChain.Nothing(studentRatio: 0.5)")]
    [InlineData("using PruningResult result = HierarchicalPruner.Run(model, data, new() { Ratio = 1 });")]
    public void An_example_of_what_is_not_there_does_not(string example) =>
        Assert.All(Forms, form => Assert.NotEmpty(Errors(form(example))));

    private static Diagnostic[] Errors(string source) => CSharpCompilation
        .Create("Example", [
            CSharpSyntaxTree.ParseText(source)
        ], References.Value, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
        .GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
}
