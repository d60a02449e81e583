using System.Text.Json;
using HierKD.Models;

namespace HierKD.Tests.PyTorch;

/// <summary>Students taken to PyTorch by samples/PyTorch/hierkd.py.</summary>
public sealed class PyTorchReaderTests
{
    private static readonly (string TorchVision, Func<nn.Module<Tensor, Tensor>> Make)[] Networks =
    [
        ("resnet18", () => ResNet.ResNet18()),
        ("resnext50_32x4d", () => ResNet.ResNeXt50()),
        ("mobilenet_v2", () => new MobileNetV2()),
        ("densenet121", () => DenseNet.DenseNet121()),
        ("regnet_y_400mf", () => RegNet.Y400MF()),
        ("convnext_tiny", () => ConvNeXt.Tiny()),
    ];

    [SkippableFact]
    public void Students_compute_in_PyTorch_what_they_compute_here()
    {
        var python = Python.With("torchvision");
        Skip.If(python is null, "no Python with torchvision here (python3-torch and python3-torchvision, or HIERKD_PYTHON)");
        using var folder = new TemporaryFolder();
        foreach (var (name, make) in Networks) Write(folder, name, make);

        using var answer = JsonDocument.Parse(Python.Run(python!, [
            RepositoryFolder.Find("tests", "HierKD.Tests", "PyTorch", "check_students.py"), folder.Path,
            RepositoryFolder.Find("samples", "PyTorch")
        ]));
        var differences =
            answer.RootElement.GetProperty("differences").EnumerateObject().ToDictionary(d => d.Name, d => d.Value.GetDouble());
        Assert.Equal(Networks.Select(n => n.TorchVision).Order(), differences.Keys.Order());
        Assert.All(differences, d => Assert.InRange(d.Value, 0, 1e-9));
        Assert.Contains("belongs to another network: ", answer.RootElement.GetProperty("refused").GetString(), StringComparison.Ordinal);
    }

    /// <summary>A student of a network in float64, an input and what it answers.</summary>
    private static void Write(TemporaryFolder folder, string name, Func<nn.Module<Tensor, Tensor>> make)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = make();
        HashedWeights.Fill(model);
        model.eval();
        var x = HashedWeights.Sample([2, 3, 64, 64]);
        var graph = FilterGraph.Discover(model, x, new DiscoveryOptions { PruneFirstLayer = true, Verify = false });
        var mask = FilterMasks.Of(graph, seed: 5, chance: 0.5);
        FilterRemoval.Apply(model, mask);
        SlimModel.Save(folder.File($"{name}.hierkd"), model, mask);
        SafetensorsWriter.Write(folder.File($"{name}.outputs"), [("x", x), ("y", model.call(x))], new Dictionary<string, string>());
    }
}
