using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD.Samples;

/// <summary>
/// The state of an ordinary training after its last epoch, in two files beside the one that the result will be in, so that an interrupted
/// training goes on where it was.
/// </summary>
/// <param name="result">The file of the result.</param>
internal sealed class TrainingFiles(string result)
{
    /// <summary>Brings model and optimizer to where they were; gives the epochs that were done.</summary>
    public int Restore(nn.Module<Tensor, Tensor> model, OptimizerHelper optimizer)
    {
        if (Epochs() is not { } done) return 0;
        SafetensorsWeights.Load(model, Weights(done));
        optimizer.load_state_dict(State(done));
        return done;
    }

    /// <summary>Writes both after an epoch. The weights appear last: what is there is whole.</summary>
    public void Save(nn.Module<Tensor, Tensor> model, OptimizerHelper optimizer, int epoch)
    {
        var before = Epochs();
        optimizer.save_state_dict(State(epoch));
        SafetensorsWeights.Save(model, Weights(epoch));
        if (before is { } old) Delete(old);
    }

    /// <summary>Deletes what is there, when the result is.</summary>
    public void Delete()
    {
        if (Epochs() is { } done) Delete(done);
    }

    private void Delete(int epoch)
    {
        File.Delete(Weights(epoch));
        File.Delete(State(epoch));
    }

    private int? Epochs()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(result))!;
        if (!Directory.Exists(folder)) return null;
        var prefix = $"{Path.GetFileName(result)}.epoch";
        return Directory.GetFiles(folder, $"{prefix}*.safetensors")
            .Select(file => int.TryParse(Path.GetFileNameWithoutExtension(file)[prefix.Length..], out var epoch) ? epoch : (int?)null)
            .Max();
    }

    private string Weights(int epoch) => $"{result}.epoch{epoch}.safetensors";

    private string State(int epoch) => $"{result}.epoch{epoch}.optimizer";
}
