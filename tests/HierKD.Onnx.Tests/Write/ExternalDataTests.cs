using HierKD.Models;

namespace HierKD.Onnx.Tests.Write;

/// <summary>What does not fit into one file lies in a second one beside it.</summary>
public sealed class ExternalDataTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly string _folder = Directory.CreateTempSubdirectory("hierkd-onnx").FullName;

    [Fact]
    public void A_model_in_two_files_computes_the_same()
    {
        random.manual_seed(5);
        var model = VggBn.FashionMnist();
        var example = randn(1, 1, 28, 28);
        var (one, two) = (Path.Combine(_folder, "one.onnx"), Path.Combine(_folder, "two.onnx"));
        OnnxModel.Save(one, model, example);
        OnnxExport.Run(model, [example], new OnnxOptions(), "example", graph => OnnxFile.Write(two, graph, largest: 100_000));
        Assert.Equal(["one.onnx", "two.onnx", "two.onnx.data"], Directory.GetFiles(_folder).Select(f => Path.GetFileName(f)).Order());
        Assert.True(new FileInfo(two).Length < 100_000);
        OnnxModel.Verify(two, model, [example], CheckedFile.Run);

        var external = new ProtobufReader(File.ReadAllBytes(two)).Message(7).Messages(5)
            .Where(t => t.Integers(14).SequenceEqual([1])).ToArray();
        Assert.NotEmpty(external);
        Assert.All(external, tensor =>
        {
            var pairs = tensor.Messages(13).ToDictionary(p => p.Text(1), p => p.Text(2));
            Assert.Equal("two.onnx.data", pairs["location"]);
            Assert.Equal(0, long.Parse(pairs["offset"], null) % 4096);
        });

        // Moved together they stay together.
        var moved = Directory.CreateDirectory(Path.Combine(_folder, "moved")).FullName;
        foreach (var name in (string[])["two.onnx", "two.onnx.data"]) File.Move(Path.Combine(_folder, name), Path.Combine(moved, name));
        OnnxModel.Verify(Path.Combine(moved, "two.onnx"), model, [example], CheckedFile.Run);
    }

    /// <summary>A model of 2.4 GB; takes 10 GB of memory and 5 GB of disk, so only where HIERKD_LARGE_MODEL is set.</summary>
    [SkippableFact]
    public void A_model_above_two_gigabytes_computes_the_same()
    {
        Skip.If(Environment.GetEnvironmentVariable("HIERKD_LARGE_MODEL") is null, "HIERKD_LARGE_MODEL is not set.");
        random.manual_seed(5);
        var model = nn.Sequential(nn.Linear(16, 24_500), nn.ReLU(), nn.Linear(24_500, 24_500), nn.ReLU(), nn.Linear(24_500, 10));
        var example = randn(1, 16);
        var path = Path.Combine(_folder, "large.onnx");
        OnnxModel.Save(path, model, example);
        Assert.True(new FileInfo(path).Length < 100_000);
        Assert.True(new FileInfo(path + ".data").Length > int.MaxValue);
        OnnxModel.Verify(path, model, [example], CheckedFile.Run);
    }

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
