FROM python:3.12-slim
WORKDIR /inkling
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt && useradd inkling
COPY app.py .
COPY .streamlit .streamlit
COPY nncore nncore
COPY pages pages
COPY weights weights
USER inkling
EXPOSE 8501
HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health')"]
CMD ["streamlit", "run", "app.py", "--server.headless=true"]
