using HierKD;
using HierKD.Models;
using HierKD.Onnx;
using static TorchSharp.torch;

namespace QuickStart;

/// <summary>The original and every level as ONNX files, to be timed in ONNX Runtime.</summary>
internal sealed class OnnxLevels : IDisposable
{
    private const int Rounds = 15;

    private readonly string _folder = Directory.CreateTempSubdirectory("hierkd-onnx-").FullName;
    private readonly Dictionary<string, string> _paths = [];

    /// <summary>Adds a model under the name that the report has for it.</summary>
    public void Add(string name, nn.Module<Tensor, Tensor> model, Tensor exampleInput)
    {
        _paths.Add(name, Path.Combine(_folder, $"{_paths.Count}.onnx"));
        OnnxModel.Save(_paths[name], model, exampleInput);
    }

    /// <summary>The run's report with what ONNX Runtime takes.</summary>
    public PruningReport Time(PruningResult result, Tensor exampleInput, int threads)
    {
        foreach (var level in result.Levels)
        {
            using var model = result.Materialize(level, VggBn.FashionMnist);
            Add(level, model, exampleInput.cpu());
        }
        return result.Report.WithLatencies("ONNX Runtime", OnnxFile.Time(_paths, exampleInput, threads, Rounds));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
