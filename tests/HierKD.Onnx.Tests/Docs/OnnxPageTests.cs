using HierKD.Tests.Docs;

namespace HierKD.Onnx.Tests.Docs;

/// <summary>What docs/onnx.md shows runs, and does what the page says.</summary>
public sealed class OnnxPageTests : IDisposable
{
    private readonly string _before = Environment.CurrentDirectory;
    private readonly string _folder = Directory.CreateTempSubdirectory("hierkd-onnx").FullName;
    private readonly DisposeScope _scope = NewDisposeScope();

    public OnnxPageTests() => Environment.CurrentDirectory = Directory.CreateDirectory(Path.Combine(_folder, "use")).FullName;

    [Fact]
    public void A_program_writes_the_file_and_another_runs_it()
    {
        Assert.Contains("model.onnx has ", ConsoleOutput.Of(ExportProgram.Run), StringComparison.Ordinal);
        manual_seed(1);
        using var model = new MyNet(classes: 10);
        model.eval();
        var first = model.call(zeros(2, 3, 32, 32))[0, 0].item<float>();
        var output = ConsoleOutput.Of(RunProgram.Run).ReplaceLineEndings("\n");
        Assert.StartsWith("20 numbers, the first is ", output, StringComparison.Ordinal);
        Assert.Equal(first, float.Parse(output.Split(' ')[^1].TrimEnd('\n', '.'), null), 1e-4);
    }

    [Fact]
    public void The_runner_of_ten_lines_compares()
    {
        var model = new MyNet(classes: 3);
        var example = randn(1, 3, 16, 16);
        OnnxPage.Save(model, example);
        OnnxPage.Student(model, example);
        Assert.True(File.Exists("mynet-small.onnx"));
        Assert.InRange(OnnxPage.Verify(model, example), 0, 1e-5);
        model.named_parameters().First().parameter.detach().add_(1);
        Assert.Throws<OnnxExportException>(() => OnnxPage.Verify(model, example));
    }

    [Fact]
    public void Several_inputs_and_outputs()
    {
        OnnxPage.Several(new Detector(), randn(1, 4), randn(5, 4));
        using var session = new OnnxRuntimeSession("detector.onnx");
        Assert.Equal([5, 4], session.Inputs["anchors"].Dimensions);
        Assert.Equal(["boxes", "scores"], session.Outputs.Keys);
    }

    public void Dispose()
    {
        _scope.Dispose();
        Environment.CurrentDirectory = _before;
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Detector() : nn.Module<Tensor, Tensor, (Tensor boxes, Tensor scores)>(nameof(Detector))
    {
        public override (Tensor boxes, Tensor scores) forward(Tensor image, Tensor anchors) =>
            (image.unsqueeze(1) + anchors, image.matmul(anchors.t()).sigmoid());
    }
}
