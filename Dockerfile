# The sample application. Build it in the root of the repository: docker build -t mock-agents-sample .
FROM eclipse-temurin:17-jdk AS build
WORKDIR /build
COPY . .
RUN ./mvnw -B -ntp -pl sample-app -am -Dmaven.test.skip package \
    && java -Djarmode=tools -jar sample-app/target/sample-app.jar extract --layers --launcher --destination /extracted

FROM eclipse-temurin:17-jre
RUN useradd --system --create-home --home-dir /app sample
USER sample
WORKDIR /app
RUN mkdir data
# Layers that change least come first
COPY --from=build /extracted/dependencies/ ./
COPY --from=build /extracted/spring-boot-loader/ ./
COPY --from=build /extracted/snapshot-dependencies/ ./
COPY --from=build /extracted/application/ ./
EXPOSE 8080
ENTRYPOINT ["java", "org.springframework.boot.loader.launch.JarLauncher"]
