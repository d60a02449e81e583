using HierKD;
using HierKD.Samples;
using Study.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Cells;

/// <summary>The networks that are pruned: each is trained once and kept as a file.</summary>
internal sealed class OriginalStore(StudySettings settings)
{
    /// <summary>A trained network of a task, for a seed; the caller disposes it.</summary>
    public nn.Module<Tensor, Tensor> Get(StudyTask task, StudyData data, int seed, Device device)
    {
        var file = Path.Combine(settings.Work, $"{Name(task, seed)}.safetensors");
        manual_seed(task.OneOriginalPerSeed ? seed : 0);
        var model = task.Make().to(device);
        using (Turn(file))
        {
            if (!File.Exists(file)) Train();
        }
        SafetensorsWeights.Load(model, file);
        model.eval();
        return model;

        void Train()
        {
            var unfinished = new TrainingFiles(file);
            ProgressView.Show(progress => task.TrainOriginal(model, data, seed, settings, unfinished, progress));
            SafetensorsWeights.Save(model, file);
            unfinished.Delete();
        }
    }

    /// <summary>Several processes share the folder: one trains, the others wait for it.</summary>
    private static FileStream Turn(string file)
    {
        while (true)
        {
            try
            {
                return new FileStream(
                    $"{file}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (IOException)
            {
                Thread.Sleep(TimeSpan.FromSeconds(5));
            }
        }
    }

    /// <summary>What tells an original from every other.</summary>
    public string Name(StudyTask task, int seed) =>
        $"{task.Original}{(task.OneOriginalPerSeed ? $"-seed{seed}" : "")}-{settings.OriginalEpochs ?? task.OriginalEpochs}epochs" +
        (settings.TrainImages is { } images ? $"-{images}images" : "");
}
