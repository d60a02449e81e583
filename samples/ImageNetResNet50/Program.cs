// ResNet-50 on ImageNet, or on any folders of images: `evaluate` measures it, `prune` makes it small. Pruning.cs is the recipe.
using HierKD.Samples;
using ImageNetResNet50;

return SampleProgram.Run(CommandLine.Create(Evaluation.Run, Pruning.Run), args);
