using HierKD.Tests.Run;
using HierKD.Tests.Storage;

namespace HierKD.Tests.PyTorch;

/// <summary>Files that PyTorch itself wrote.</summary>
public sealed class PyTorchWeightsFileTests : ScopedTest
{
    [SkippableFact]
    public void What_PyTorch_saves_is_read_and_what_needs_Python_is_refused()
    {
        var python = Python.With("torch");
        Skip.If(python is null, "no Python with PyTorch here (python3-torch, or HIERKD_PYTHON)");
        using var folder = new TemporaryFolder();
        using var saved = TinyNet.Seeded(3);
        SafetensorsWeights.Save(saved, folder.File("weights.safetensors"));
        Python.Run(python!, [
            RepositoryFolder.Find("tests", "HierKD.Tests", "PyTorch", "save_weights.py"), folder.File("weights.safetensors"), folder.Path,
            RepositoryFolder.Find("samples", "PyTorch")
        ]);

        foreach (var (file, entry) in new[]
        {
            ("plain.pth", null), ("checkpoint.pth", "state_dict"), ("views.pth", null), ("old.pth", null),
        })
        {
            using var loaded = TinyNet.Seeded(4);
            var result = PyTorchWeights.Load(loaded, folder.File(file), new() { Entry = entry });
            Assert.Empty(result.Missing);
            Assert.All(saved.state_dict(), t => TensorAssert.Same(t.Value, loaded.state_dict()[t.Key]));
        }
        using (var types = PyTorchFile.Open(folder.File("types.pth"), null))
        {
            Assert.Equal(10, types.Entries.Count);
            Assert.All(types.Entries.Keys, name =>
                Assert.Equal([0d, 1, 0, 1, 0, 1], types.Read(name).to(float64).data<double>().ToArray()));
        }
        foreach (var (file, entry) in new[] { ("module.pth", null), ("optimizer.pth", "model") })
        {
            using var module = nn.Sequential(nn.BatchNorm1d(3));
            Assert.Empty(PyTorchWeights.Load(module, folder.File(file), new() { Entry = entry }).Missing);
        }
        Assert.Contains("an object that only its own program can make", Refused("whole.pth"), StringComparison.Ordinal);

        string Refused(string file) =>
            Assert.Throws<InvalidDataException>(() => { PyTorchWeights.Load(saved, folder.File(file)); }).Message;
    }
}
